from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "maillage.config"

    def ready(self) -> None:
        """Give the journal the words of every app's acts."""
        from maillage.accounts import wording  # noqa: PLC0415 -- models are ready only now
        from maillage.network.wording import ACTS as NETWORK  # noqa: PLC0415
        from maillage.observatory.wording import ACTS as OBSERVATORY  # noqa: PLC0415
        from maillage.organisations.wording import ACTS as ORGANISATIONS  # noqa: PLC0415
        from maillage.territories.wording import ACTS as TERRITORIES  # noqa: PLC0415

        wording.ACTS.update(NETWORK | OBSERVATORY | ORGANISATIONS | TERRITORIES)
