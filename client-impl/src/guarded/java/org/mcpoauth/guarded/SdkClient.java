package org.mcpoauth.guarded;

import java.util.List;
import java.util.Map;

/** An open session of the MCP client of an SDK, as it is. */
public interface SdkClient extends AutoCloseable {
    /** The names of the tools. */
    List<String> tools();

    /** Calls a tool and gives the text of its result. */
    String call(String tool, Map<String, Object> arguments);

    @Override
    void close();
}
