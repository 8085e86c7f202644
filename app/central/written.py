"""Records what was written about a customer beside who looked at them: who, where, when, of which consent."""

from app.contract.rows import RosterDevice
from app.domain.commands import ChangeConsent
from app.domain.profile_changes import ProfileBody
from app.hosting import audit
from app.hosting.ports import Reader
from app.node.documents import get_config
from app.node.intake import Received
from app.node.ports import NodeTx


def record_written(tx: NodeTx, received: Received, body: ProfileBody) -> None:
    """See `chain_node.Written`. What a note says is not in the record."""
    event, purpose = received.command.kind, ""
    if isinstance(body, ChangeConsent):
        event = "customer.consent_given" if body.is_given else "customer.consent_withdrawn"
        purpose = body.purpose.value
    edge = RosterDevice(get_config(tx, received.act.store).edge_device, "", "edge", [])
    reader = Reader(edge, received.act.operator, received.act.station)
    audit.note(tx, received.now_at, event, reader, (body.customer,), purpose=purpose)
