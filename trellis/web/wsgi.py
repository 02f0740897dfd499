"""The WSGI application that the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.web.settings")
application = get_wsgi_application()

# What is loaded now stays: packs, templates and models need not be walked again and again by the
# collector. A page makes some thousand short-lived objects, so it looks after every few pages.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
