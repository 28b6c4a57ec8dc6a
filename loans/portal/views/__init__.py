"""The portal's pages: the entrance, the requests, one object, and pictures."""
