package org.mcpoauth.samples.mcp.tool;

/** One tool. Whether the caller may use it was decided before: no tool looks at a token or a scope. */
public interface Tool {

    String name();

    String description();

    Parameters parameters();

    /** Runs the tool with arguments that fit {@link #parameters()}. */
    ToolAnswer call(ToolCall call);
}
