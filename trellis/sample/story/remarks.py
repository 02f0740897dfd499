"""What people of the sample write on tasks, and the reasons for which steps do not apply."""

NOTES = {
    "meeting": (
        "We met in the library. Good first talk; next time we bring the attendance data.",
        "The video link did not work, so we met by phone. Minutes follow.",
        "Ms. Grady joined for the second half. We agreed to meet every other Thursday.",
    ),
    "monthly-topics": (
        "We went through the first three sections. The team wants one more hour for the rest.",
        "Two members were out sick; they send their thoughts by Friday.",
        "The staff asked for examples from other schools. The coordinator will bring two.",
        "Families helped with this one: five parents stayed after the open house to talk.",
    ),
    "needs-assessment": (
        "Attendance and discipline files are with the vendor. Survey results come next week.",
        "The contract is with our attorney; we hope to have it back on Monday.",
        "Interviews are set for the second and fourth period so that no class is left alone.",
    ),
    "grant": (
        "Budget lines are drafted. We still need the quote for the data platform.",
        "Access was held up by a missing signature; it works now.",
    ),
    "board-update": (
        "Slides go to the secretary the Thursday before the meeting.",
        "The board asked how other districts our size did this. We report back next month.",
    ),
    "learning": (
        "Watched it together in our planning period; it led to a good talk.",
        "Watch part two first if you only have twenty minutes.",
    ),
    "report": ("Invoices for November came late; the figures are complete now.",),
    "webinar": ("Recorded it for those who were in class.",),
}

WAIVERS = {
    "dec-conference.principal-1": (
        "Our report card conferences fall on the same days; the assistant principal goes."
    ),
    "oct-new-webinar.principal-1": "Joined the webinar of the neighbor district a day earlier.",
}
