"""What may be called: three procedures, and the functions of Cypher 5 that compute and touch nothing else."""

from __future__ import annotations

PROCEDURES = frozenset(("db.labels", "db.relationshiptypes", "db.propertykeys"))

_AGGREGATES = "avg collect count max min percentileCont percentileDisc stDev stDevP sum"
_VALUES = """
    char_length character_length coalesce elementId endNode exists head id isEmpty isNaN keys labels last length nodes nullIf
    properties randomUUID range relationships reverse size startNode tail toBoolean toBooleanList toBooleanOrNull toFloat
    toFloatList toFloatOrNull toInteger toIntegerList toIntegerOrNull toString toStringList toStringOrNull type valueType"""
_NUMBERS = """
    abs acos asin atan atan2 ceil cos cosh cot coth degrees e exp floor haversin log log10 pi radians rand round sign sin sinh
    sqrt tan tanh"""
_TEXTS = "btrim left lower ltrim normalize replace right rtrim split substring toLower toUpper trim upper"
_DAYS = """
    date date.realtime date.statement date.transaction date.truncate datetime datetime.fromEpoch datetime.fromEpochMillis
    datetime.realtime datetime.statement datetime.transaction datetime.truncate duration duration.between duration.inDays
    duration.inMonths duration.inSeconds localdatetime localdatetime.realtime localdatetime.statement
    localdatetime.transaction localdatetime.truncate localtime localtime.realtime localtime.statement
    localtime.transaction localtime.truncate time time.realtime time.statement time.transaction time.truncate timestamp"""
_PLACES = "point point.distance point.withinBBox"

NAMES = tuple(" ".join((_AGGREGATES, _VALUES, _NUMBERS, _TEXTS, _DAYS, _PLACES)).split())  # as people write them
FUNCTIONS = frozenset(name.lower() for name in NAMES)
AGGREGATES = frozenset(_AGGREGATES.lower().split())
