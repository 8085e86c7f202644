"""Which screen shows which model."""

from collections.abc import Callable
from typing import Any

from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.sign_in import SignInModel
from app.ui.screens.home import HomeScreen
from app.ui.screens.order import OrderScreen
from app.ui.screens.sign_in import SignInScreen
from app.ui.shell.frame import Screen


def screen_for(model: ViewModel[Any], press: Callable[[str], None], back: Callable[[], None]) -> Screen[Any]:
    """A new screen over a model. TypeError for a model without one."""
    match model:
        case SignInModel():
            return SignInScreen(model, press)
        case HomeModel():
            return HomeScreen(model, press)
        case OrderModel():
            made = OrderScreen(model, press)
            made.went_back.connect(back)
            return made
        case _:
            raise TypeError(type(model).__name__)
