"""Which screen shows which model."""

from collections.abc import Callable
from typing import Any, TypeVar

from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.article import ArticleModel
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.devices import DevicesModel
from app.presentation.viewmodels.guide import GuideModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.settings import SettingsModel
from app.presentation.viewmodels.sign_in import SignInModel
from app.presentation.viewmodels.start import StartModel
from app.ui.screens.article import ArticleScreen
from app.ui.screens.customer import CustomerScreen
from app.ui.screens.devices import DevicesScreen
from app.ui.screens.guide import GuideScreen
from app.ui.screens.home import HomeScreen
from app.ui.screens.order import OrderScreen
from app.ui.screens.settings import SettingsScreen
from app.ui.screens.sign_in import SignInScreen
from app.ui.screens.start import StartScreen
from app.ui.shell.frame import Screen


def screen_for(model: ViewModel[Any], press: Callable[[str], None], back: Callable[[], None]) -> Screen[Any]:
    """A new screen over a model. TypeError for a model without one."""
    match model:
        case SignInModel():
            return SignInScreen(model, press)
        case HomeModel():
            return HomeScreen(model, press)
        case OrderModel():
            return _with_back(OrderScreen(model, press), back)
        case SettingsModel():
            return _with_back(SettingsScreen(model, press), back)
        case DevicesModel():
            return _with_back(DevicesScreen(model, press), back)
        case GuideModel():
            return _with_back(GuideScreen(model, press), back)
        case StartModel():
            return StartScreen(model, press)
        case ArticleModel():
            return _with_back(ArticleScreen(model, press), back)
        case CustomerModel():
            return _with_back(CustomerScreen(model, press), back)
        case _:
            raise TypeError(type(model).__name__)


S = TypeVar("S", OrderScreen, SettingsScreen, DevicesScreen, GuideScreen)


def _with_back(screen: S, back: Callable[[], None]) -> S:
    screen.went_back.connect(back)
    return screen
