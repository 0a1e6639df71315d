# backends: none
# -h DIRECTIVE and -h directives: the documentation comes from the table.
need HELP
all=$("$RPD" -h directives 2>&1)
is '-h directives: exit status' $? 0
for name in daemon master_process worker_processes worker_cpu_affinity \
    worker_rlimit_nofile worker_priority worker_shutdown_timeout user pid \
    error_log env working_directory include reuseport events \
    worker_connections use multi_accept accept_mutex accept_mutex_delay http \
    server location server_name listen root alias index types default_type \
    return access_log log_format sendfile tcp_nopush tcp_nodelay \
    keepalive_timeout keepalive_requests client_header_timeout \
    client_body_timeout client_header_buffer_size large_client_header_buffers \
    client_max_body_size send_timeout lingering_close lingering_time \
    lingering_timeout server_tokens etag autoindex merge_slashes \
    types_hash_max_size server_names_hash_bucket_size open_file_cache aio \
    connection_pool_size thread_pool lock_file; do
    like "-h directives has $name" "$all" "(^|[^a-z_])$name([^a-z_]|\$)"
    one=$("$RPD" -h $name 2>&1)
    is "-h $name: exit status" $? 0
    like "-h $name" "$one" "(^|[^a-z_])$name([^a-z_]|\$)"
    ok "-h $name says more than the name" [ "${#one}" -gt $((${#name} + 20)) ]
done
like '-h listen: where it belongs' "$("$RPD" -h listen 2>&1)" 'server'
like '-h worker_connections: where it belongs' \
    "$("$RPD" -h worker_connections 2>&1)" 'events'
like '-h worker_connections: its default' \
    "$("$RPD" -h worker_connections 2>&1)" '512'
like '-h client_max_body_size: its default' \
    "$("$RPD" -h client_max_body_size 2>&1)" '1m'
like '-h types_hash_max_size: it has no effect' \
    "$("$RPD" -h types_hash_max_size 2>&1)" 'no effect'
out=$("$RPD" -h sserver 2>&1)
is '-h sserver: exit status' $? 1
like '-h sserver' "$out" 'did you mean "?server"?'
out=$("$RPD" -h gzip 2>&1)
is '-h gzip: exit status' $? 1
like '-h gzip' "$out" 'not supported.*ngx_http_gzip_module'
