package org.mcpoauth.javasdk;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.guarded.AdapterContract;
import org.mcpoauth.guarded.SdkClient;

/** The synchronous client of the MCP Java SDK, unmodified. */
class JavaSdkTest extends AdapterContract {

    @Override
    protected SdkClient open(McpOAuthClient client, Duration patience, Consumer<String> heard) {
        McpSyncClient sdk = McpClient.sync(
                        McpOAuthTransports.streamableHttp(client).build())
                .requestTimeout(patience)
                .loggingConsumer(message -> heard.accept(message.data()))
                .build();
        sdk.initialize();
        return new Session(sdk);
    }

    private record Session(McpSyncClient sdk) implements SdkClient {
        @Override
        public List<String> tools() {
            return sdk.listTools().tools().stream().map(Tool::name).toList();
        }

        @Override
        public String call(String tool, Map<String, Object> arguments) {
            CallToolRequest request =
                    CallToolRequest.builder(tool).arguments(arguments).build();
            return ((TextContent) sdk.callTool(request).content().get(0)).text();
        }

        @Override
        public void close() {
            sdk.closeGracefully();
        }
    }
}
