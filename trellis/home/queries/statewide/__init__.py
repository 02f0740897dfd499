"""The statewide page: figures with their denominators, the lists behind them, files of these."""
