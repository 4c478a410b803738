package org.mcpoauth.spi.support.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.SealingKeys;

/** How the bytes of a file are protected. The beginning of each text is one that no other text has. */
interface FileSeal {
    /** How long that beginning is. */
    int STAMP_LENGTH = 4 + SealingKeys.STAMP_LENGTH;

    byte[] close(byte[] plain);

    /** Whether nobody without a key can make bytes that open. */
    boolean isAuthenticated();

    /** The secrets of those who can make such bytes; none if everybody can. */
    Changing<List<Secret>> secrets(String purpose);

    /** The bytes that were closed; empty if they were changed or are closed in another way. */
    Optional<byte[]> open(byte[] closed);

    /** Encrypts, so that others can neither read nor change them. */
    static FileSeal encrypted(Changing<SealingKeys> keys) {
        return new Marked(
                "MOE1",
                true,
                purpose -> keys.map(ring -> ring.secrets(purpose)),
                (mark, plain) -> keys.current().seal(mark, plain),
                (mark, closed) -> keys.current().open(mark, closed));
    }

    /** Leaves them readable; a digest tells of damage, not of intent. */
    static FileSeal dangerousReadable(RandomIds random) {
        Digested digested = new Digested(random);
        return new Marked("MOR1", false, purpose -> Changing.of(List.of()), digested::close, digested::open);
    }

    /** Bytes behind a mark of their form. */
    record Marked(String mark, boolean isAuthenticated, Deriving deriving, Closing closing, Opening opening)
            implements FileSeal {
        interface Closing {
            byte[] close(byte[] mark, byte[] plain);
        }

        interface Deriving {
            Changing<List<Secret>> secrets(String purpose);
        }

        interface Opening {
            Optional<byte[]> open(byte[] mark, byte[] closed);
        }

        @Override
        public Changing<List<Secret>> secrets(String purpose) {
            return deriving.secrets(purpose);
        }

        @Override
        public byte[] close(byte[] plain) {
            byte[] begin = mark.getBytes(StandardCharsets.US_ASCII);
            return join(begin, closing.close(begin, plain));
        }

        @Override
        public Optional<byte[]> open(byte[] closed) {
            byte[] begin = mark.getBytes(StandardCharsets.US_ASCII);
            boolean isMarked =
                    closed.length > begin.length && Arrays.equals(closed, 0, begin.length, begin, 0, begin.length);
            return isMarked
                    ? opening.open(begin, Arrays.copyOfRange(closed, begin.length, closed.length))
                    : Optional.empty();
        }
    }

    /** Random bytes, a digest, and the plain bytes. */
    record Digested(RandomIds random) {
        private static final int DIGEST_LENGTH = 32;
        private static final int START = SealingKeys.STAMP_LENGTH + DIGEST_LENGTH;

        byte[] close(byte[] mark, byte[] plain) {
            byte[] stamp = random.bytes(SealingKeys.STAMP_LENGTH);
            return join(join(stamp, digest(mark, stamp, plain)), plain);
        }

        Optional<byte[]> open(byte[] mark, byte[] closed) {
            if (closed.length < START) {
                return Optional.empty();
            }
            byte[] stamp = Arrays.copyOf(closed, SealingKeys.STAMP_LENGTH);
            byte[] digest = Arrays.copyOfRange(closed, SealingKeys.STAMP_LENGTH, START);
            byte[] plain = Arrays.copyOfRange(closed, START, closed.length);
            return Arrays.equals(digest, digest(mark, stamp, plain)) ? Optional.of(plain) : Optional.empty();
        }

        private static byte[] digest(byte[] mark, byte[] stamp, byte[] plain) {
            return Sha256.digest(join(join(mark, stamp), plain));
        }
    }

    private static byte[] join(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
