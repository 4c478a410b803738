package org.mcpoauth.tck.container.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;

/** Has the container ask for a password, which the identity stores check. */
@BasicAuthenticationMechanismDefinition(realmName = "staff")
@ApplicationScoped
public class BasicLogin {}
