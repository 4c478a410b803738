package org.mcpoauth.server.authorization.assertion;

import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.server.SubjectMapping;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/** Who users of others are here. A user never has the name of the client: that would be the client itself. */
public final class LocalSubjects {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.assertion");
    private static final int MAX_LENGTH = 255;

    private final SubjectMapping mapping;

    /**
     * Users as a mapping says.
     *
     * @param mapping says
     */
    public LocalSubjects(SubjectMapping mapping) {
        this.mapping = mapping;
    }

    /**
     * Finds a user.
     *
     * @param client who asks
     * @param issuer who vouches for the user
     * @param subject the user there
     * @param claims what else is said
     * @return the user here
     * @throws MalformedException if it is nobody, or no subject that could go into a token
     */
    public String find(Client client, Issuer issuer, String subject, JwtClaims claims) throws MalformedException {
        String local = mapping.subject(issuer, subject, claims.members())
                .orElseThrow(() -> new MalformedException(Fault.CLAIM, "the subject is nobody here"));
        boolean isUsable = !local.isEmpty() && local.length() <= MAX_LENGTH && !local.equals(client.clientId());
        if (!isUsable) {
            LOG.log(System.Logger.Level.WARNING, "MCPO4563 the subject mapping gave a subject no token may have");
            throw new MalformedException(Fault.CLAIM, "the subject is nobody here");
        }
        return local;
    }
}
