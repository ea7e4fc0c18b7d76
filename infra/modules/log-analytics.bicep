// Where logs and metrics are kept.
param name string
param location string
param tags object

@description('Days for which they are kept.')
param days int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: days
  }
}

output id string = workspace.id
