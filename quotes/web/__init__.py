"""The pages: what a reader sees, server-rendered, working without JavaScript.

A view finds its records, turns them into small values of ready words (``lines``, ``chain``) and
hands those to a template. No rule about the record lives here, and nothing here is imported by
the API.
"""
