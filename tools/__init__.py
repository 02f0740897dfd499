"""What `./dev` does. Only the standard library here: these files run before anything is installed.

`postgres.py`, `launch.py`, `locks.py` and `chromium.py` are started in the virtual environment.
"""
