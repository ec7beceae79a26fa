"""What lag (2023:196) asks for and where a municipality stands: pure rules over what has been recorded."""
