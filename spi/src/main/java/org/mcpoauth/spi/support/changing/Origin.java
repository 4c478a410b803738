package org.mcpoauth.spi.support.changing;

import java.io.IOException;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * Where a value is kept. Asked by one thread at a time.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface Origin<T> {

    /**
     * The value of now; the same object as long as it is the same.
     *
     * @return the value
     * @throws MalformedException if it cannot be used; the same exception as long as what is kept is the same
     * @throws IOException if it cannot be read
     * @throws org.mcpoauth.api.error.StorageException if the store it is in cannot be used
     */
    T read() throws MalformedException, IOException;
}
