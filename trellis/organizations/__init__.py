"""The tree of organizations and who holds which role where: appointments, assignments."""
