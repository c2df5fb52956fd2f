"""What only draws: one module a chapter, one function a figure; arrays go in, a Figure comes out."""
