"""Coverage rates, target attainment and gaps from the spreadsheets that offices really send."""

__version__ = "0.1.0"
