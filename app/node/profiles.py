"""What shops write about customers, taken in at central: the profile's only authority."""

from app.domain.commands import WithdrawNote
from app.domain.errors import Code, Problem
from app.domain.profile_changes import ProfileBody, changed, is_others
from app.node.documents import find_customer, get_config, put_customer
from app.node.intake import Received
from app.node.permits import refuse_operator
from app.node.ports import NodeTx

OTHERS = "customer.unnote_other"


def change_profile(tx: NodeTx, received: Received, body: ProfileBody) -> None:
    """Write it. Problem(CUSTOMER_UNKNOWN | PERMISSION_DENIED) and whatever the rule refuses."""
    customer = find_customer(tx, body.customer)
    if customer is None:
        raise Problem(Code.CUSTOMER_UNKNOWN, customer=body.customer)
    if isinstance(body, WithdrawNote) and is_others(customer, body, received.act):
        refuse_operator(get_config(tx, received.act.store), received.act.operator, OTHERS)
    after = changed(customer, body, received.act)
    if after != customer:
        put_customer(tx, after)
