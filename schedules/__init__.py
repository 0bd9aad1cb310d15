"""What happens when time passes. Each sweep finds what is due and works one item of it in one transaction."""

from schedules.cadences import CadenceSweep
from schedules.contract import Sweep
from schedules.data import DataSweep
from schedules.dispatch import DispatchSweep
from schedules.emergencies import EmergencySweep, RosterSweep, UnconfirmedSweep
from schedules.lists import LastWindowSweep
from schedules.obligations import ObligationSweep
from schedules.orders import OrderSweep
from schedules.pauses import PauseSweep
from schedules.promises import PromiseSweep
from schedules.quotas import QuotaSweep
from schedules.reconciliation import ReconciliationSweep
from schedules.timetable import ScheduleSweep

SWEEPS: tuple[Sweep, ...] = (
    EmergencySweep(),
    UnconfirmedSweep(),
    OrderSweep(),
    DispatchSweep(),
    CadenceSweep(),
    ObligationSweep(),
    PauseSweep(),
    PromiseSweep(),
    DataSweep(),
    LastWindowSweep(),
    ReconciliationSweep(),
    ScheduleSweep(),
    RosterSweep(),
    QuotaSweep(),
)

__all__ = ["SWEEPS", "Sweep"]
