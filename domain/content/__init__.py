"""What a year is about: typed content for every step, tied together by references and read by the rules of the Act."""
