-- The state table of MCP OAuth, for PostgreSQL (any supported release) and H2 2.x.
--
-- Ids, values and owners are the bytes of their UTF-8 form, so that no collation or encoding of the
-- data base changes what is equal. To read them: convert_from(content, 'UTF8') in PostgreSQL,
-- utf8tostring(content) in H2. Times are milliseconds since 1970.
create table if not exists mcp_oauth_state (
    namespace  varchar(64) not null,
    id         bytea       not null,
    content    bytea       not null,
    owner      bytea,
    expires_at bigint      not null,
    primary key (namespace, id)
);
-- counting a namespace
create index if not exists mcp_oauth_state_live on mcp_oauth_state (namespace, expires_at);
-- listing what an owner has
create index if not exists mcp_oauth_state_owned on mcp_oauth_state (namespace, owner, id);
-- removing what is expired
create index if not exists mcp_oauth_state_expiry on mcp_oauth_state (expires_at);
