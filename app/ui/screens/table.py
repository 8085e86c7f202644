"""Which screen shows which model."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.article import ArticleModel
from app.presentation.viewmodels.attention import AttentionModel
from app.presentation.viewmodels.calls import CallsModel
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.customer_page import CustomerPageModel
from app.presentation.viewmodels.day import DayModel
from app.presentation.viewmodels.devices import DevicesModel
from app.presentation.viewmodels.guide import GuideModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.instead import InsteadModel
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.paper import PaperModel
from app.presentation.viewmodels.prepare import PrepareModel
from app.presentation.viewmodels.put_back import PutBackModel
from app.presentation.viewmodels.recent import RecentModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.presentation.viewmodels.settings import SettingsModel
from app.presentation.viewmodels.setup import SetupModel
from app.presentation.viewmodels.sign_in import SignInModel
from app.presentation.viewmodels.start import StartModel
from app.ui.screens.article import ArticleScreen
from app.ui.screens.attention import AttentionScreen
from app.ui.screens.calls import CallsScreen
from app.ui.screens.customer import CustomerScreen
from app.ui.screens.customer_page import CustomerPageScreen
from app.ui.screens.day import DayScreen
from app.ui.screens.devices import DevicesScreen
from app.ui.screens.guide import GuideScreen
from app.ui.screens.home import HomeScreen
from app.ui.screens.order import OrderScreen
from app.ui.screens.paper import PaperScreen
from app.ui.screens.prepare import PrepareScreen
from app.ui.screens.recent import RecentScreen
from app.ui.screens.return_goods import ReturnScreen
from app.ui.screens.settings import SettingsScreen
from app.ui.screens.setup import SetupScreen
from app.ui.screens.sign_in import SignInScreen
from app.ui.screens.start import StartScreen
from app.ui.shell.frame import Screen

_SCREENS: dict[type[ViewModel[Any]], type[Screen[Any]]] = {
    SignInModel: SignInScreen,
    HomeModel: HomeScreen,
    OrderModel: OrderScreen,
    CustomerPageModel: CustomerPageScreen,
    PrepareModel: PrepareScreen,
    InsteadModel: PrepareScreen,
    PutBackModel: PrepareScreen,
    StartModel: StartScreen,
    CustomerModel: CustomerScreen,
    ArticleModel: ArticleScreen,
    SettingsModel: SettingsScreen,
    SetupModel: SetupScreen,
    DevicesModel: DevicesScreen,
    GuideModel: GuideScreen,
    ReturnModel: ReturnScreen,
    AttentionModel: AttentionScreen,
    RecentModel: RecentScreen,
    PaperModel: PaperScreen,
    CallsModel: CallsScreen,
    DayModel: DayScreen,
}


AHEAD_MS = 250
"""After a screen came: who came to it is reading."""
# Where a scan leads: it is waited for, and building such a screen takes most of a frame.
_AHEAD: tuple[type[ViewModel[Any]], ...] = (ArticleModel, OrderModel)


class Screens:
    """Makes the screens of one stack; GUI thread."""

    def __init__(self, stack: QStackedWidget, press: Callable[[str], None], back: Callable[[], None]) -> None:
        self._stack, self._press, self._back = stack, press, back
        self._ahead: dict[type[ViewModel[Any]], Screen[Any]] = {}
        self._pause = QTimer(stack)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AHEAD_MS)
        self._pause.timeout.connect(self._build_ahead)

    def show(self, model: ViewModel[Any]) -> Screen[Any]:
        """A new screen over a model. TypeError for a model without one."""
        made = self._ahead.pop(type(model), None) or self._make(type(model))
        made.show_model(model)
        self._pause.start()
        return made

    def _build_ahead(self) -> None:
        """One at a time: nobody is to wait for what may be needed next."""
        missing = next((kind for kind in _AHEAD if kind not in self._ahead), None)
        if missing is not None:
            self._ahead[missing] = self._make(missing)
            self._ahead[missing].build_ahead()
            self._pause.start()

    def _make(self, kind: type[ViewModel[Any]]) -> Screen[Any]:
        if kind not in _SCREENS:
            raise TypeError(kind.__name__)
        made = _SCREENS[kind](self._press, self._stack)
        made.went_back.connect(self._back)
        self._stack.addWidget(made)
        return made
