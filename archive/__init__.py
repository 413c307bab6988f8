"""The record: who spoke, in what role, when, and in which source it was published.

People, organizations, roles, sources (with their texts and where they derive from) and speeches
live here, with the import and export of the whole archive's format. What was *said*, and every
public page and endpoint, is in ``quotes``; nothing here imports it.
"""
