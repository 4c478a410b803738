package org.mcpoauth.starter.architecture;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.net.URL;
import java.net.http.HttpClient;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.store.StateStore;

/** Small pieces of code that each break one rule of {@link CodeRule} or {@link ModuleRule}. */
// breaking rules is what they are for, and some of them are ErrorProne's too
@SuppressWarnings({"BanClassLoader", "BanSerializableRead", "MathAbsoluteNegative", "URLEqualsHashCode"})
final class Offences {
    private Offences() {}

    static final class LoadsServices {
        ServiceLoader<StateStore> load() {
            return ServiceLoader.load(StateStore.class);
        }
    }

    static final class SpeaksHttp {
        HttpClient client() {
            return HttpClient.newHttpClient();
        }
    }

    static final class DecodesBase64 {
        byte[] decode(String text) {
            return Base64.getUrlDecoder().decode(text);
        }
    }

    static final class LooksForJson {
        JsonObject empty() {
            return Json.createObjectBuilder().build();
        }
    }

    static final class ComparesSecret {
        boolean isSame(Secret secret, String presented) {
            return secret.reveal().equals(presented);
        }
    }

    static final class ComparesDigests {
        boolean isSame(byte[] a, byte[] b) {
            return MessageDigest.isEqual(a, b);
        }
    }

    static final class JoinsHeaders {
        interface Request {
            String getHeaderString(String name);
        }

        String authorization(Request request) {
            return request.getHeaderString("Authorization");
        }
    }

    static final class ThrowsDice {
        double roll() {
            return Math.random();
        }
    }

    static final class ReadsTheSystemClock {
        Instant now() {
            return Instant.now();
        }
    }

    static final class MatchesPatterns {
        boolean isHex(String text) {
            return text.matches("[0-9a-f]+");
        }
    }

    static final class ReadsObjects {
        Object read(InputStream in) throws IOException, ClassNotFoundException {
            try (ObjectInputStream objects = new ObjectInputStream(in)) {
                return objects.readObject();
            }
        }
    }

    static final class ComparesUrls {
        boolean isSame(URL a, URL b) {
            return a.equals(b);
        }
    }

    static final class HasThreadLocal {
        private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

        void forget() {
            CURRENT.remove();
        }
    }

    static final class IsSynchronized {
        private int count;

        synchronized int next() {
            return ++count;
        }
    }

    static final class Prints {
        void print() {
            System.out.println();
        }
    }

    static final class LogsElsewhere {
        Logger logger() {
            return Logger.getAnonymousLogger();
        }
    }
}
