"""Keys a system sends with a write, so that sending it again can't do it twice."""

from django.db import models

from lenders.models.tokens import ApiToken


class IdempotencyKey(models.Model):
    """The answer to one write of one token, kept for a day and given again to whoever sends the same key.

    Written in the transaction of the write itself: either both are there or neither.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.TextField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="lenders_idempotency_key_once"),)

    def __str__(self) -> str:
        return self.key
