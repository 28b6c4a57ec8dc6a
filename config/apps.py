"""The admin app with our own site, and the wiring of nudges at start."""

from django.contrib.admin.apps import AdminConfig


class CaravanAdminConfig(AdminConfig):
    default_site = "config.site.CaravanSite"

    def ready(self) -> None:
        super().ready()
        import config.checks  # noqa: F401 - registers the deploy checks
        from config import wiring

        wiring.connect()
