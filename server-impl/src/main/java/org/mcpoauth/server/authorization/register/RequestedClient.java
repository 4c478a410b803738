package org.mcpoauth.server.authorization.register;

import jakarta.json.JsonObject;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * What a client asks for.
 *
 * @param sent all members as they were sent, unknown ones too
 * @param metadata the well-formed members that this server has a use for, with what a trusted statement says
 * @param isScopeStated whether such a statement says the scope
 */
record RequestedClient(JsonObject sent, ClientMetadata metadata, boolean isScopeStated) {}
