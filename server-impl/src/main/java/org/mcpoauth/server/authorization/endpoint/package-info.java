/** What all endpoints of the authorization server share: answers, errors, CORS. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.endpoint;
