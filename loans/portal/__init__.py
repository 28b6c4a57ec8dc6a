"""The lender's portal: a link, a code, then every object that is asked of them, to decide one by one or together."""
