"""Which model a place has."""

from collections.abc import Callable
from typing import Any

from app.presentation.desk import Desk
from app.presentation.routes import (
    ArticleRoute,
    ArticlesRoute,
    AttentionRoute,
    CallsRoute,
    CartsRoute,
    CustomerPageRoute,
    CustomerRoute,
    CustomersRoute,
    DayRoute,
    DevicesRoute,
    HelpRoute,
    InsteadRoute,
    OrderRoute,
    PaperRoute,
    PrepareRoute,
    PutBackRoute,
    RecentRoute,
    ReturnRoute,
    Route,
    SettingsRoute,
    SetupRoute,
    SignInRoute,
)
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

Model = ViewModel[Any]
_MODELS: dict[type[Route], Callable[[Desk, Any], Model]] = {
    SignInRoute: lambda desk, _: SignInModel(desk),
    OrderRoute: OrderModel,
    CustomerPageRoute: CustomerPageModel,
    PrepareRoute: PrepareModel,
    InsteadRoute: InsteadModel,
    PutBackRoute: lambda desk, _: PutBackModel(desk),
    CustomersRoute: StartModel,
    CartsRoute: StartModel,
    CustomerRoute: CustomerModel,
    ArticlesRoute: StartModel,
    ArticleRoute: ArticleModel,
    DevicesRoute: lambda desk, _: DevicesModel(desk),
    SettingsRoute: lambda desk, _: SettingsModel(desk),
    SetupRoute: lambda desk, _: SetupModel(desk),
    HelpRoute: GuideModel,
    ReturnRoute: ReturnModel,
    CallsRoute: lambda desk, _: CallsModel(desk),
    AttentionRoute: lambda desk, _: AttentionModel(desk),
    RecentRoute: lambda desk, _: RecentModel(desk),
    PaperRoute: PaperModel,
    DayRoute: lambda desk, _: DayModel(desk),
}


def make_model(desk: Desk, route: Route) -> Model:
    """The model of a place; of one without its own, the queues."""
    make = _MODELS.get(type(route))
    return HomeModel(desk) if make is None else make(desk, route)
