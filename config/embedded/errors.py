"""What goes wrong with embedded servers, in one sentence."""


class EmbeddedError(Exception):
    """The message is for the person who typed the command: what happened and what to do."""
