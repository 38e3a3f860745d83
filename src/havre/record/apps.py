from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class RecordConfig(AppConfig):
    name = "havre.record"

    def ready(self) -> None:
        from django.db import connections

        from havre.record import guard

        connection_created.connect(guard.watch, dispatch_uid="record.guard")
        for connection in connections.all(initialized_only=True):
            guard.watch(sender=None, connection=connection)
        pre_migrate.connect(guard.suspend, dispatch_uid="record.guard.suspend")
        post_migrate.connect(guard.resume, dispatch_uid="record.guard.resume")

        from datetime import timedelta

        from havre.record import drafts, exporting, facts, heartbeat, orphans, outbox, sweeps

        sweeps.register("outbox", outbox.send_waiting, every=timedelta(seconds=30))
        sweeps.register("drafts", drafts.sweep, every=timedelta(hours=1))
        sweeps.register(facts.SWEEP, facts.write_pending, every=timedelta(days=1), at_hour=3)
        sweeps.register("exports", exporting.lapse_exports, every=timedelta(hours=1))
        sweeps.register("orphans", orphans.sweep, every=timedelta(days=1), at_hour=4)
        sweeps.after_each_round(heartbeat.beat)
