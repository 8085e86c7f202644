"""The five kinds of errors, by who must act, and the kind of every code."""

from enum import StrEnum

from app.domain.errors import Code


class Kind(StrEnum):
    """Who must act: the operator, a named person later, the machine, whoever signs in or approves, or we."""

    REFUSED = "refused"
    ATTENTION = "attention"
    UNAVAILABLE = "unavailable"
    DENIED = "denied"
    BROKEN = "broken"


_ATTENTION = (
    Code.COMMAND_PARKED,
    Code.COMMAND_REJECTED_LATER,
    Code.OUTWARD_PARKED,
    Code.HANDOVER_CONFLICT,
    Code.RETURN_UNMATCHED,
    Code.RETURN_REFUSED_HERE,
    Code.REFUND_AT_TILL,
    Code.CLOCK_OFF,
    Code.STORE_DAMAGED,
    Code.CATALOGUE_REBUILT,
    Code.SEQ_FORK,
    Code.SEQ_INCIDENT,
    Code.DIGEST_MISMATCH,
    Code.AUDIT_BROKEN,
)
_UNAVAILABLE = (
    Code.NO_ANSWER,
    Code.SERVER_ERROR,
    Code.BUSY,
    Code.NOT_JSON,
    Code.PAGE_DAMAGED,
    Code.WAITING_FOR_CENTRAL,
    Code.DISK_FULL,
    Code.DISK_READ_ONLY,
    Code.SERVER_FULL,
    Code.PRINTER_PAPER_OUT,
    Code.PRINTER_COVER_OPEN,
    Code.PRINTER_OFFLINE,
    Code.PRINTER_UNKNOWN,
    Code.PRINTER_PAPER_LOW,
    Code.PRINTER_NONE,
    Code.SCANNER_OFFLINE,
    Code.SCANNER_FORBIDDEN,
    Code.PORT_IN_USE,
    Code.DATABASE_UNREACHABLE,
    Code.CART_OFFLINE,
    Code.SEQ_GAP,
    Code.KIND_UNKNOWN,
    Code.VERSION_UNKNOWN,
    Code.EPOCH_STALE,
    Code.EPOCH_AHEAD,
    Code.SNAPSHOT_DUE,
)
_DENIED = (
    Code.DEVICE_UNKNOWN,
    Code.DEVICE_REVOKED,
    Code.REVOKED_OWING,
    Code.SIGNATURE_INVALID,
    Code.REQUEST_REPLAYED,
    Code.SCOPE_MISSING,
    Code.PERMISSION_DENIED,
    Code.APPROVAL_REQUIRED,
    Code.APPROVAL_INVALID,
    Code.PIN_WRONG,
    Code.PIN_LOCKED,
    Code.OPERATOR_UNKNOWN,
    Code.ENROLMENT_CODE_INVALID,
    Code.OTHER_EDGE,
    Code.TLS_REQUIRED,
)
_BROKEN = (
    Code.FOLDER_UNUSABLE,
    Code.IDENTITY_DAMAGED,
    Code.BAD_REQUEST,
    Code.TOO_LARGE,
    Code.METHOD_NOT_ALLOWED,
    Code.BAD_COMMAND,
    Code.SCHEMA_MISMATCH,
    Code.FILE_TOO_NEW,
    Code.SQLITE_TOO_OLD,
    Code.ALREADY_RUNNING,
    Code.INTERNAL,
)
_REFUSED = (
    Code.ORDER_UNKNOWN,
    Code.ORDER_OTHER_STORE,
    Code.ORDER_CANCELLED,
    Code.ORDER_CANCEL_REQUESTED,
    Code.ORDER_NOT_READY,
    Code.ORDER_EXPIRED,
    Code.ALREADY_HANDED_OVER,
    Code.NOTHING_TO_HAND_OVER,
    Code.NOTHING_HANDED_OVER,
    Code.WRONG_QUANTITY,
    Code.LINE_UNKNOWN,
    Code.CONTAINER_UNKNOWN,
    Code.CONTAINER_MISSING,
    Code.PROOF_REQUIRED,
    Code.PROOF_REVOKED,
    Code.AGE_CHECK_REQUIRED,
    Code.PAYMENT_REQUIRED,
    Code.TAKING_BACK,
    Code.NOT_REVERSIBLE,
    Code.UNDO_WINDOW_OVER,
    Code.STEP_NOT_ALLOWED,
    Code.PLACE_REQUIRED,
    Code.CLAIMED_BY_OTHER,
    Code.VISIT_UNKNOWN,
    Code.RETURN_UNKNOWN,
    Code.RETURN_NOT_ELIGIBLE,
    Code.RETURN_WINDOW_OVER,
    Code.FINAL_SALE,
    Code.OVER_RETURN,
    Code.NOTHING_PAID,
    Code.NOT_BOUGHT_HERE,
    Code.CHOICE_NEEDED,
    Code.MONEY_UNSENT,
    Code.VOUCHER_NEEDS_CONSENT,
    Code.CART_CHANGED,
    Code.CART_UNKNOWN,
    Code.PRICE_CHANGED,
    Code.HOLD_TOO_LONG,
    Code.ARTICLE_UNKNOWN,
    Code.CUSTOMER_UNKNOWN,
    Code.SEARCH_TOO_SHORT,
    Code.PURPOSE_REQUIRED,
    Code.OUT_OF_STOCK,
    Code.POINTS_NOT_ENOUGH,
    Code.REDEEM_LIMIT,
    Code.CODE_UNKNOWN,
    Code.CODE_DAMAGED,
    Code.CODE_TOO_LONG,
    Code.CODE_CONTROL_BYTES,
    Code.CODE_CHECK_DIGIT,
    Code.CODE_SIGNATURE,
    Code.CODE_EXPIRED,
    Code.CODE_KEY_UNKNOWN,
    Code.NOT_FOUND,
    Code.NOT_CUSTODIAN,
    Code.OPTION_INVALID,
    Code.WINDOWS_MISSING,
)

_GROUPS = {
    Kind.REFUSED: _REFUSED,
    Kind.ATTENTION: _ATTENTION,
    Kind.UNAVAILABLE: _UNAVAILABLE,
    Kind.DENIED: _DENIED,
    Kind.BROKEN: _BROKEN,
}
KIND_OF: dict[Code, Kind] = {code: kind for kind, codes in _GROUPS.items() for code in codes}
