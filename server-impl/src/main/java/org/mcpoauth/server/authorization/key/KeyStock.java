package org.mcpoauth.server.authorization.key;

import java.io.IOException;
import org.mcpoauth.spi.support.codec.MalformedException;

/** Where keys are kept. Asked by one thread at a time. */
interface KeyStock {

    /**
     * The keys of now; the same object as long as they are the same.
     *
     * @throws MalformedException if they cannot be used
     * @throws IOException if they cannot be read
     * @throws org.mcpoauth.api.error.StorageException if the store they are in cannot be used
     */
    HeldKeys read() throws MalformedException, IOException;
}
