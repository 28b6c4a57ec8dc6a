"""The drawn signs of the product, as strokes on a 16 by 16 field: one place, so that every surface shows the same."""

from typing import Final

ICONS: Final[dict[str, str]] = {
    "arrow": "M3 8h10M9 4l4 4-4 4",
    "back": "M13 8H3M7 4L3 8l4 4",
    "box": "M2.5 5.5L8 2.5l5.5 3v5L8 13.5l-5.5-3zM2.5 5.5L8 8.5l5.5-3M8 8.5v5",
    "check": "M3 8.5l3.2 3.2L13 5",
    "checks": "M1.5 8.5l3 3 5.5-7M8 11l.6.5 6-7",
    "clock": "M8 4.5V8l2.4 1.6M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z",
    "cross": "M4 4l8 8M12 4l-8 8",
    "dot": "M8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
    "eye": "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z"
    "M8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z",
    "flag": "M4 14V2.5M4 3h8l-2 3 2 3H4",
    "house": "M2.5 8L8 3l5.5 5M4 7v6.5h8V7",
    "letter": "M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5",
    "note": "M3.5 2.5h9v8l-3 3h-6zM5.5 6h5M5.5 8.5h3.5",
    "pause": "M5.5 4v8M10.5 4v8",
    "pen": "M3 13l.7-3L11 2.7l2.3 2.3L6 12.3zM9.5 4.2l2.3 2.3",
    "picture": "M2 3h12v10H2zM2 11l3.5-3.5L9 11l2-2 3 3M10.5 5.8a.7.7 0 1 1 0 1.4.7.7 0 0 1 0-1.4z",
    "swap": "M3 6h9M9.5 3.5L12 6M13 10.5H4M6.5 13L4 10.5",
    "truck": "M1.5 4h8v7.5h-8zM9.5 6.5h2.7l2.3 2.5v2.5H9.5"
    "M4.5 10.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z"
    "M11.5 10.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
}
