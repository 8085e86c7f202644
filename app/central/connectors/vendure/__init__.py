"""The connector to Vendure 3: its GraphQL admin API in our words."""
