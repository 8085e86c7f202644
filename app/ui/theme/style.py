"""What Qt's own controls measure and draw, where our components do not paint themselves."""

from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget


class BanconeStyle(QProxyStyle):
    """Fusion with steady focus, no blinking surprises and touch-friendly metrics."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Wide enough scroll bars for a finger, no frame round item views."""
        if metric is QStyle.PixelMetric.PM_ScrollBarExtent:
            return 12
        if metric is QStyle.PixelMetric.PM_DefaultFrameWidth:
            return 0
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        """Mnemonics are never underlined: texts carry data, and keys have caps of their own."""
        if hint is QStyle.StyleHint.SH_UnderlineShortcut:
            return 0
        return super().styleHint(hint, option, widget, returnData)
