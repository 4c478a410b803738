package org.mcpoauth.server.authorization.client;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * The certificate subject that a client registered for {@code tls_client_auth} (RFC 8705, section 2.1.2).
 *
 * @param name which name of the certificate
 * @param text what it must be
 */
record CertificateSubject(SubjectName name, String text) {

    /**
     * The subject in client metadata.
     *
     * @param metadata the metadata
     * @return the subject; empty unless there is exactly one and it can be compared
     */
    static Optional<CertificateSubject> in(ClientMetadata metadata) {
        List<CertificateSubject> registered = new ArrayList<>();
        for (SubjectName name : SubjectName.values()) {
            name.registered(metadata).ifPresent(text -> registered.add(new CertificateSubject(name, text)));
        }
        return registered.size() == 1
                ? Optional.of(registered.get(0)).filter(subject -> subject.name.isUsable(subject.text))
                : Optional.empty();
    }

    boolean isOf(X509Certificate certificate) {
        return name.isOf(certificate, text);
    }
}
