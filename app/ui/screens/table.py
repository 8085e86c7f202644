"""Which screen shows which model."""

from collections.abc import Callable
from typing import Any

from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.article import ArticleModel
from app.presentation.viewmodels.attention import AttentionModel
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.day import DayModel
from app.presentation.viewmodels.devices import DevicesModel
from app.presentation.viewmodels.guide import GuideModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.paper import PaperModel
from app.presentation.viewmodels.recent import RecentModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.presentation.viewmodels.settings import SettingsModel
from app.presentation.viewmodels.sign_in import SignInModel
from app.presentation.viewmodels.start import StartModel
from app.ui.screens.article import ArticleScreen
from app.ui.screens.attention import AttentionScreen
from app.ui.screens.customer import CustomerScreen
from app.ui.screens.day import DayScreen
from app.ui.screens.devices import DevicesScreen
from app.ui.screens.guide import GuideScreen
from app.ui.screens.home import HomeScreen
from app.ui.screens.order import OrderScreen
from app.ui.screens.paper import PaperScreen
from app.ui.screens.recent import RecentScreen
from app.ui.screens.return_goods import ReturnScreen
from app.ui.screens.settings import SettingsScreen
from app.ui.screens.sign_in import SignInScreen
from app.ui.screens.start import StartScreen
from app.ui.shell.frame import Screen

_SCREENS: dict[type[ViewModel[Any]], type[Screen[Any]]] = {
    SignInModel: SignInScreen,
    HomeModel: HomeScreen,
    OrderModel: OrderScreen,
    StartModel: StartScreen,
    CustomerModel: CustomerScreen,
    ArticleModel: ArticleScreen,
    SettingsModel: SettingsScreen,
    DevicesModel: DevicesScreen,
    GuideModel: GuideScreen,
    ReturnModel: ReturnScreen,
    AttentionModel: AttentionScreen,
    RecentModel: RecentScreen,
    PaperModel: PaperScreen,
    DayModel: DayScreen,
}


def screen_for(model: ViewModel[Any], press: Callable[[str], None], back: Callable[[], None]) -> Screen[Any]:
    """A new screen over a model. TypeError for a model without one."""
    if type(model) not in _SCREENS:
        raise TypeError(type(model).__name__)
    made = _SCREENS[type(model)](model, press)
    made.went_back.connect(back)
    return made
