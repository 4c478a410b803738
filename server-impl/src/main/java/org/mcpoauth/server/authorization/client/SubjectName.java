package org.mcpoauth.server.authorization.client;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.support.http.AddressRange;

/** The names of a certificate that a client can register (RFC 8705, section 2.1.2), and how each is compared. */
enum SubjectName {
    SUBJECT_DN(ClientMetadata::tlsClientAuthSubjectDn, 0) {
        @Override
        boolean isWellFormed(String registered) {
            return distinguished(registered).isPresent();
        }

        @Override
        boolean isOf(X509Certificate certificate, String registered) {
            // compares the canonical forms: spaces, case and encoding of the text do not count
            return distinguished(registered)
                    .filter(certificate.getSubjectX500Principal()::equals)
                    .isPresent();
        }
    },
    /** A host name has no case; a wildcard of the certificate stands for itself alone. */
    SAN_DNS(ClientMetadata::tlsClientAuthSanDns, 2) {
        @Override
        boolean isSame(String registered, String named) {
            return registered.equalsIgnoreCase(named);
        }
    },
    SAN_URI(ClientMetadata::tlsClientAuthSanUri, 6),
    /** Compared in binary form. */
    SAN_IP(ClientMetadata::tlsClientAuthSanIp, 7) {
        @Override
        boolean isWellFormed(String registered) {
            return address(registered).isPresent();
        }

        @Override
        boolean isSame(String registered, String named) {
            return address(registered).filter(block -> block.contains(named)).isPresent();
        }
    },
    SAN_EMAIL(ClientMetadata::tlsClientAuthSanEmail, 1);

    private static final int MAX_LENGTH = 1024;

    private final Function<ClientMetadata, Optional<String>> member;
    private final int generalName;

    SubjectName(Function<ClientMetadata, Optional<String>> member, int generalName) {
        this.member = member;
        this.generalName = generalName;
    }

    /** What a client registered under this name. */
    Optional<String> registered(ClientMetadata metadata) {
        return member.apply(metadata);
    }

    /** Whether a registered text can be compared at all. */
    final boolean isUsable(String registered) {
        return !registered.isEmpty() && registered.length() <= MAX_LENGTH && isWellFormed(registered);
    }

    boolean isWellFormed(String registered) {
        return registered.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /** Whether a certificate has the registered name. */
    boolean isOf(X509Certificate certificate, String registered) {
        return alternativeNames(certificate).stream()
                .filter(name -> name.size() > 1 && name.get(0).equals(generalName))
                .anyMatch(name -> name.get(1) instanceof String named && isSame(registered, named));
    }

    boolean isSame(String registered, String named) {
        return registered.equals(named);
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    private static Optional<X500Principal> distinguished(String text) {
        try {
            X500Principal name = new X500Principal(text);
            // the empty name is that of every certificate without one
            return name.getName().isEmpty() ? Optional.empty() : Optional.of(name);
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    private static Optional<AddressRange> address(String literal) {
        try {
            return Optional.of(AddressRange.parse(literal + (literal.indexOf(':') < 0 ? "/32" : "/128")));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
