"""What a reviewer of a request reads: changed pages, pictures of them before and after, the whole in words."""
