"""Long texts in passages that can be searched: ``cutting`` is the rule, ``keeping`` the rows."""
