"""Tags of the templates: ``desk`` of the desk's, ``once`` and ``reading`` of the reading room's."""
