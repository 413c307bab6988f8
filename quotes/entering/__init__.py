"""From a captured text to drafts: what the entering screen suggests, and the steps it takes.

``suggesting`` proposes quotations and their speakers, ``naming`` looks printed names up,
``credits`` reads titles, ``drafting`` writes: one transactional function a step.
"""
