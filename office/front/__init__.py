"""The front door: the chooser at `/`, the tour of the demo, and the look all surfaces share."""
