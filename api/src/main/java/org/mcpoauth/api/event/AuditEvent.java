package org.mcpoauth.api.event;

/**
 * Something that an audit wants to know. Immutable. Holds no token, no handle, no secret and no text of a
 * request; principals may be personal data.
 *
 * <p>In an application with CDI each is fired as an event, synchronously and in the request that caused it:
 * an observer that takes long delays the answer. Those of a client may come on a thread without a request. An observer
 * that fails changes nothing else.
 */
public sealed interface AuditEvent permits ResourceEvent, AuthorizationServerEvent, ClientEvent {}
