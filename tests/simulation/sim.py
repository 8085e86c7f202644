"""One history: a chain, a shop's edge (and its successor), three tills, faults, then healing and a judgement."""

import hashlib
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from app.contract.rows import RosterDevice, RosterStaff, StoreConfig
from app.domain.orders import Container, ContainerState, Order, OrderLine, Payment, Progress
from app.domain.values import ContainerId, CustomerId, LineId, LineQuantity, OrderId, Sku
from app.node.documents import find_customer
from app.usecases.orders import project
from tests.simulation.carrying import idea, is_carried
from tests.simulation.judgement import judge
from tests.simulation.mutants import Mutant, Rates
from tests.simulation.network import Message, Network
from tests.simulation.profiles import CUSTOMERS, wish
from tests.simulation.servers import STORE, SimCentral, SimEdge
from tests.simulation.terminals import SimTerminal
from tests.simulation.visiting import KIOSK, Comings, Page, at_car, check_in, operator_of, speak, visited_config
from tests.simulation.world import World

START_AT = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
TERMINALS = ("T100", "T200", "T300")
ORDERS = 5
QUIET_ROUNDS = 24
DAY_S = 86_400
HELD_UNTIL = START_AT + timedelta(minutes=4)
REST = ("refuse", "no_show", "no_show", "put_away", "put_away", "put_away")


def ready_order(n: int) -> Order:
    """One piece, staged and ready."""
    line = OrderLine(LineId("1"), Sku("sku"), "", "Maglia", "", 3490, Progress(packed=1))
    bag = Container(ContainerId(f"b{n}"), f"{n}-1", ContainerState.STAGED, (LineQuantity(LineId("1"), 1),), "B12")
    return Order(
        id=OrderId(f"o{n}"),
        public_no=n,
        number=str(4800 + n),
        store=STORE,
        channel="site",
        customer=CustomerId(f"c{n}"),
        customer_name="Prova P.",
        placed_at=START_AT - timedelta(days=1),
        lines=(line,),
        payment=Payment("card", "carta"),
        ready_at=START_AT,
        containers=(bag,),
    )


def first_config(*, is_visited: bool) -> StoreConfig:
    """The store with its first edge and its tills."""
    devices = [RosterDevice(name, "", "clerk", []) for name in TERMINALS] + [RosterDevice("E100", "", "edge", [])]
    config = StoreConfig(
        store=STORE,
        name="Prova",
        address="",
        chain="corsaviva",
        market="it",
        pricelist="it",
        epoch=1,
        edge_device="E100",
        undo_window_s=120,
        devices=devices,
        staff=[RosterStaff(operator_of(name), name, name[1:], "supervisor", "") for name in TERMINALS],
    )
    return visited_config(config) if is_visited else config


@dataclass
class Sim:
    """One seeded history. `run` returns what was violated; `trace` is equal for equal seeds."""

    seed: int
    mutant: Mutant = Mutant.NONE
    rates: Rates = field(default_factory=Rates)
    chance: random.Random = field(init=False)
    world: World = field(default_factory=World)
    steps: int = 0
    successor: str = ""
    violations: list[str] = field(default_factory=list)
    offsets: dict[str, int] = field(default_factory=dict)
    numbers: int = 0
    is_old_edge_dead: bool = False

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.digest = hashlib.sha256()
        self.net = Network(self.chance, self.rates)
        self.central = SimCentral("C000", self.net, self.mutant)
        self.rest = random.Random(f"{self.seed}/rest")
        orders = [ready_order(n) for n in range(1, ORDERS + 1)]
        if self.has_rest:
            orders = [replace(order, hold_until=HELD_UNTIL) if order.public_no % 2 else order for order in orders]
        self.central.set_up(first_config(is_visited=self.has_visits), orders)
        self.edges = {"E100": SimEdge("E100", self.net, self.mutant, comings=self.comings)}
        names = (*TERMINALS, KIOSK) if self.has_visits else TERMINALS
        self.tills = {n: SimTerminal(n, self.net, self.world, self.mutant) for n in names}
        self.visitors = random.Random(f"{self.seed}/visits")
        self.pages = {order_id: Page(order_id) for order_id in self.order_ids}

    @property
    def order_ids(self) -> list[str]:
        """All orders there are."""
        return [f"o{n}" for n in range(1, ORDERS + 1)]

    @property
    def comings(self) -> Comings:
        """What was said of visits."""
        return self.world.comings

    @property
    def has_visits(self) -> bool:
        """Whether people say in this history that they come: every second, so that each of the others is met with
        and without."""
        return self.seed % 2 == 0

    @property
    def has_clocks(self) -> bool:
        """Whether clocks go wrong; not in half of the histories with visits, where it is judged who came last."""
        return self.seed % 4 != 0

    @property
    def has_rest(self) -> bool:
        """Whether some orders of this history are not simply fetched: every third, so that the others stay as they
        were, and each mutant is met by both kinds."""
        return self.seed % 3 == 0

    @property
    def edge(self) -> str:
        """The edge central has named last."""
        return self.successor or "E100"

    def nodes(self) -> dict[str, SimCentral | SimEdge | SimTerminal]:
        """Everybody by name, in a fixed order."""
        return {"C000": self.central, **self.edges, **self.tills}

    def now(self, name: str) -> datetime:
        """The wall clock of a node, wrong by its offset."""
        return START_AT + timedelta(seconds=self.steps + self.offsets.get(name, 0))

    def run(self) -> list[str]:
        """Play the history, heal, wait, judge."""
        self._warm_up()
        for _ in range(self.chance.randrange(150, 700)):
            self._step()
        self._heal()
        for _ in range(QUIET_ROUNDS):
            self._tick_all()
            self._drain()
        self.violations += judge(self)
        return sorted(set(self.violations))

    @property
    def trace(self) -> str:
        """A hash over every step."""
        return self.digest.hexdigest()

    def _warm_up(self) -> None:
        """The morning before the trouble: everybody connects once."""
        self.net.is_lossy = False
        for _ in range(6):
            self._tick_all()
            self._drain()
        self.net.is_lossy = True

    def _note(self, text: str) -> None:
        self.digest.update(text.encode())

    def _step(self) -> None:
        self.steps += 1
        dice = self.chance.random()
        if self.net.flying and dice < 0.62:
            self._deliver()
        elif dice < 0.80:
            self._tick(self.chance.choice(list(self.nodes())))
        elif dice < 0.90:
            self._somebody_wants()
        elif dice < 0.90 + self.rates.crash:
            self._crash(self.chance.choice(list(self.nodes())))
        elif dice < 0.965:
            self._start_again()
        else:
            self._trouble()

    def _deliver(self) -> None:
        message = self.net.take()
        if message is None:
            return
        node = self.nodes().get(message.target)
        if node is None or not node.is_up:
            return
        self._note(f"{self.steps} {message.source}>{message.target} {message.what}")
        self._hand(node, message)
        if isinstance(node, SimTerminal):
            self._check_screen(node)

    def _hand(self, node: SimCentral | SimEdge | SimTerminal, message: Message) -> None:
        method = getattr(node, f"on_{message.what}", None)
        if method is not None:
            method(message.source, message.payload, self.now(node.name))

    def _tick(self, name: str) -> None:
        node = self.nodes()[name]
        if node.is_up and not isinstance(node, SimCentral):
            self._note(f"{self.steps} tick {name}")
            node.tick(self.now(name))

    def _tick_all(self) -> None:
        for name in list(self.nodes()):
            self._tick(name)

    def _drain(self) -> None:
        while self.net.flying:
            self.steps += 1
            self._deliver()

    def _somebody_comes(self) -> None:
        """A customer on their page or at the kiosk, or a colleague who looks after them."""
        # Most of it happens about two orders: what meets nothing shows nothing.
        few = self.order_ids[:2] if self.visitors.random() < 0.6 else self.order_ids
        order_id, dice = self.visitors.choice(few), self.visitors.random()
        if dice < 0.25:
            if self.central.is_up:
                self._note(f"{self.steps} page {order_id}")
                speak(self.pages[order_id], self.central, self.comings, self.visitors, self.now("C000"))
            return
        till = self.tills[KIOSK if dice < 0.35 else self.visitors.choice(TERMINALS)]
        if not till.is_up:
            return
        now_at, body = self.now(till.name), None
        if till.is_kiosk:
            edge = self.edges[till.edge]
            if edge.is_up and frozenset((till.name, till.edge)) not in self.net.cut:
                body = check_in(till, edge, order_id, now_at)
        elif (order := self._shown(till, order_id)) is not None:
            body = at_car(till, order, self.visitors, now_at)
        if body is not None:
            self._note(f"{self.steps} {till.name} {body.target} {order_id}")
            till.begin(body, now_at)

    def _somebody_wants(self) -> None:
        if self.has_visits and self.visitors.random() < 0.7:
            self._somebody_comes()
            return
        order_id = f"o{self.chance.randrange(1, ORDERS + 1)}"
        if self.chance.random() < 0.08:
            if self.central.is_up:
                self.central.cancel(order_id, self.now("C000"))
            return
        till = self.tills[self.chance.choice(TERMINALS)]
        if self.chance.random() < 0.15:
            self._somebody_writes(till)
            return
        what = self.chance.choice(("handover", "handover", "handover", "reverse", "return"))
        if self.has_rest and self.rest.random() < 0.35:
            what = self.rest.choice(REST)
        is_carrying = self.chance.random() < 0.45
        if is_carrying:
            what, order_id = idea(self.chance, self.world, till.name, order_id)
        order = self._shown(till, order_id) if till.is_up else None
        if order is None:
            return
        self.numbers += 1
        now_at = self.now(till.name)
        ask = till.carries if is_carrying else till.wants
        body = ask(what, order, now_at, self.numbers)
        if body is not None:
            self._note(f"{self.steps} {till.name} {what} {order_id}")
            till.begin(body, now_at)
            if is_carried(body):
                self._gone(till)

    def _gone(self, till: SimTerminal) -> None:
        """Who hands over under a grant acts at once, or the tablet dies between the commit and the act."""
        if self.chance.random() < 0.1:
            till.crash()
        else:
            till.look()

    def _somebody_writes(self, till: SimTerminal) -> None:
        """A note or an answer to a consent, of a customer as head office told of them, now or some time ago."""
        name = self.chance.choice(CUSTOMERS)
        is_linked = self.central.is_up and not self.net.cut & {frozenset(("C000", self.edge))}
        if is_linked and self.chance.random() < 0.6:
            with self.central.store.read() as tx:
                customer = find_customer(tx, name)
                assert customer is not None
                till.opened[name] = customer
        if not till.is_up or name not in till.opened:
            return
        with till.store.read() as tx:
            body = wish(self.chance, till.opened[name], tx, self.now(till.name))
        self._note(f"{self.steps} {till.name} writes {type(body).__name__} {name}")
        till.begin(body, self.now(till.name))

    def _shown(self, till: SimTerminal, order_id: str) -> Order | None:
        with till.store.read() as tx:
            return project(tx, order_id, STORE)

    def _check_screen(self, till: SimTerminal) -> None:
        """I10: what a terminal has a yes for, it shows."""
        out = {c for _, c in self.world.goods_out if c in till.acted and c.startswith(till.name)}
        shown: set[str] = set()
        orders = {o for o, c in self.world.goods_out if c in out}
        for order_id in sorted(orders):
            order = self._shown(till, order_id)
            shown |= {h.act.id for h in order.handovers} if order is not None else set()
        if out - shown and self.mutant is not Mutant.ACT_FIRST:
            self.violations.append("I10 an older state than the last yes")

    def _crash(self, name: str) -> None:
        self._note(f"{self.steps} crash {name}")
        self.nodes()[name].crash()

    def _start_again(self) -> None:
        for node in self.nodes().values():
            if not node.is_up and self.chance.random() < 0.7:
                self._start(node)
        for edge in self.edges.values():
            if self.chance.random() < 0.3:
                edge.store.fsync()

    def _start(self, node: SimCentral | SimEdge | SimTerminal) -> None:
        if node.name == "E100" and self.successor and self.is_old_edge_dead:
            return
        node.is_up = True
        if isinstance(node, SimTerminal):
            node.look()

    def _trouble(self) -> None:
        dice = self.chance.random()
        if dice < 0.45:
            pair = frozenset(self.chance.choice(self._links()))
            self.net.cut.symmetric_difference_update({pair})
        elif dice < 0.6 and self.has_clocks:
            name = self.chance.choice(list(self.nodes()))
            self.offsets[name] = self.chance.choice((-3600, -10, 10, DAY_S * 3650))
            self.comings.was_off.add(name)
            if self.offsets[name] > DAY_S and name not in self.tills:
                self.comings.was_wrong.add(name)
        elif 0.6 <= dice < 0.6 + self.rates.replace_edge * 30 and not self.successor and self.central.is_up:
            self._replace_edge()
        elif self.successor:
            self.tills[self.chance.choice(list(self.tills))].learn_of(self.successor)

    def _links(self) -> list[tuple[str, str]]:
        return [("C000", self.edge), ("C000", "E100"), *((till, self.edge) for till in self.tills)]

    def _replace_edge(self) -> None:
        """The box is gone, or only cut off and comes back as a zombie: nobody can tell which."""
        self._note(f"{self.steps} successor")
        self.successor = "E200"
        self.is_old_edge_dead = self.chance.random() < 0.5
        if self.is_old_edge_dead:
            self.edges["E100"].crash()
        self.edges["E200"] = SimEdge("E200", self.net, self.mutant, comings=self.comings)
        self.central.replace_edge("E200")

    def _heal(self) -> None:
        self.net.heal()
        self.offsets.clear()
        for node in self.nodes().values():
            if not node.is_up:
                self._start(node)
        for till in self.tills.values():
            till.learn_of(self.edge)
