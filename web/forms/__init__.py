"""A step's typed form as fields on a page, and back: described by walking its model, nothing written twice."""
