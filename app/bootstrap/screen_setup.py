"""The shop's set-up for the camera: read by who may not, changed by the manager, wrong, and met by another's."""

from app.bootstrap.screen_studio import Studio
from app.domain.shop_settings import Section
from app.domain.staff import Role
from app.presentation.routes import HomeRoute, SetupRoute
from app.presentation.viewmodels.setup import FILES
from app.usecases.station import load_config, operator_of


async def setting_up(studio: Studio) -> None:
    """Each part of it, by the manager; then the clerk is back."""
    jobs, clerk = studio.desk.jobs, studio.desk.session.who
    await studio.place("13-setup-denied", SetupRoute())
    config = await jobs.door.read(lambda tx: load_config(tx, jobs.station.store))
    manager = next(staff for staff in config.staff if staff.role == Role.MANAGER)
    studio.desk.session.begin(operator_of(manager))
    await studio.settled()
    await studio.place("13-setup-places", SetupRoute())
    for section in (Section.HOURS, Section.CAPACITY, Section.GUARDS):
        studio.model.choose_section(section.value)
        await studio.picture(f"13-setup-{section}")
    await _files(studio)
    studio.model.choose_section(Section.GUARDS.value)
    studio.model.choose("waits.long_s")
    studio.model.type("90")
    studio.model.choose("waits.late_s")
    studio.model.type("80")
    await studio.picture("13-setup-wrong")
    studio.model.type("200")
    await studio.picture("13-setup-changed")
    studio.counter.press_foot("discard")
    await studio.settled()
    studio.counter.go(HomeRoute())
    studio.desk.session.begin(clerk)
    await studio.settled()


async def _files(studio: Studio) -> None:
    """An export, the same with two things changed, one that is broken, and one with several things wrong."""
    studio.model.choose_section(FILES)
    await studio.settled()
    await studio.picture("13-setup-files")
    await studio.model.press("export")
    await studio.settled()
    files = studio.desk.jobs.setting_files
    text = await files.exchange.read(studio.model.state.selected) or ""
    changed = text.replace("scan_every_bag = false", "scan_every_bag = true").replace(
        'code = "R01"', 'code = "R99"'
    )
    wrong = changed.replace("late_s = ", "late_s = -").replace("scan_every_bag = true", "scan_every_bag = 3")
    broken = changed.replace("late_s = ", "late_s = ora ")
    kept = {"cambio": changed, "rotto": broken, "sbagliato": wrong.replace('code = "R99"', 'code = ""')}
    for name, content in kept.items():
        await files.exchange.write(name, content)
    await studio.model.open()
    for name in kept:
        studio.model.choose(f"{name}.toml")
        await studio.settled()
        await studio.picture(f"13-setup-file-{name}")
