-- What this index has not sorted in yet is read by each search of tags: at most half a megabyte while a run registers; its end sorts in the rest.
ALTER INDEX training.model_version_tags SET (gin_pending_list_limit = 512);
